/**
 * Solves A·x = b for a symmetric positive definite A by Cholesky factorisation (Golub & Van Loan, 4.2). Row-major
 * `matrix` (size × size, only the lower triangle is read) is overwritten by its factor, `vector` by the solution.
 * O(size³ / 3).
 *
 * @returns false when A is not positive definite in double precision; both arguments are then meaningless.
 */
export function choleskySolve(matrix: Float64Array, vector: Float64Array): boolean {
  const size = vector.length;
  return factorise(matrix, size) && substitute(matrix, vector, size);
}

function factorise(a: Float64Array, size: number): boolean {
  for (let j = 0; j < size; j++) {
    let diagonal = a[j * size + j]!;
    for (let k = 0; k < j; k++) diagonal -= a[j * size + k]! ** 2;
    if (!(diagonal > 0)) return false;
    const root = Math.sqrt(diagonal);
    a[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let entry = a[i * size + j]!;
      for (let k = 0; k < j; k++) entry -= a[i * size + k]! * a[j * size + k]!;
      a[i * size + j] = entry / root;
    }
  }
  return true;
}

function substitute(l: Float64Array, x: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    let entry = x[i]!;
    for (let k = 0; k < i; k++) entry -= l[i * size + k]! * x[k]!;
    x[i] = entry / l[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let entry = x[i]!;
    for (let k = i + 1; k < size; k++) entry -= l[k * size + i]! * x[k]!;
    x[i] = entry / l[i * size + i]!;
  }
  return true;
}
