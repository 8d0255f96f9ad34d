interface Store<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** The value kept for a key, computed once. For pure functions of the key only, so that keeping changes no result. */
export function kept<K, V>(store: Store<K, V>, key: K, compute: () => V): V {
  const known = store.get(key);
  if (known !== undefined) return known;
  const value = compute();
  store.set(key, value);
  return value;
}
