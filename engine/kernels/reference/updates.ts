import type { FloatArray } from "../../memory/arena.ts";

/** As `torch.optim.SGD` without momentum. */
export function sgd(x: FloatArray, size: number, learningRate: number, scale: number, values: number, gradients: number): void {
  for (let i = 0; i < size; i++) x[values + i] = x[values + i] - learningRate * (scale * x[gradients + i]);
}

/** As `torch.optim.Adam`: w -= α / (1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + ε). Kingma and Ba, 2015. */
export function adam(
  x: FloatArray,
  size: number,
  learningRate: number,
  scale: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  correction1: number,
  correction2: number,
  values: number,
  gradients: number,
  m: number,
  v: number,
): void {
  const rate = learningRate / correction1;
  const root = Math.sqrt(correction2);
  for (let i = 0; i < size; i++) {
    const gradient = scale * x[gradients + i];
    const mean = beta1 * x[m + i] + (1 - beta1) * gradient;
    const square = beta2 * x[v + i] + (1 - beta2) * gradient * gradient;
    x[m + i] = mean;
    x[v + i] = square;
    x[values + i] = x[values + i] - (rate * mean) / (Math.sqrt(square) / root + epsilon);
  }
}

/** As `torch.optim.Adagrad` without decay, epsilon outside the root. Duchi, Hazan and Singer, 2011. */
export function adagrad(
  x: FloatArray,
  size: number,
  learningRate: number,
  scale: number,
  epsilon: number,
  values: number,
  gradients: number,
  sums: number,
): void {
  for (let i = 0; i < size; i++) {
    const gradient = scale * x[gradients + i];
    const sum = x[sums + i] + gradient * gradient;
    x[sums + i] = sum;
    x[values + i] = x[values + i] - (learningRate * gradient) / (Math.sqrt(sum) + epsilon);
  }
}
