/** The mistake planted in this bundle that is made at present; none in the product. */
let made = '';

export function plant(name: string): void {
  made = name;
}

export function planted(name: string): boolean {
  return made === name;
}
