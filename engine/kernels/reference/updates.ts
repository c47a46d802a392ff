import type { FloatArray } from "../../memory/arena.ts";

/** As `torch.optim.SGD` without momentum. */
export function sgd(x: FloatArray, size: number, learningRate: number, scale: number, values: number, gradients: number): void {
  for (let i = 0; i < size; i++) x[values + i] = x[values + i] - learningRate * (scale * x[gradients + i]);
}

/** As `torch.optim.SGD` with momentum. Polyak, 1964; `nesterov`: Sutskever, Martens, Dahl and Hinton, 2013. */
export function sgdMomentum(
  x: FloatArray,
  size: number,
  learningRate: number,
  scale: number,
  momentum: number,
  nesterov: number,
  values: number,
  gradients: number,
  velocity: number,
): void {
  for (let i = 0; i < size; i++) {
    const gradient = scale * x[gradients + i];
    const speed = momentum * x[velocity + i] + gradient;
    x[velocity + i] = speed;
    x[values + i] = x[values + i] - learningRate * (nesterov === 0 ? speed : gradient + momentum * speed);
  }
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

/** As `torch.optim.RMSprop`, neither centred nor with momentum, where `inside` is 0. Tieleman and Hinton, 2012. */
export function rmsprop(
  x: FloatArray,
  size: number,
  learningRate: number,
  scale: number,
  decay: number,
  inside: number,
  outside: number,
  values: number,
  gradients: number,
  squares: number,
): void {
  for (let i = 0; i < size; i++) {
    const gradient = scale * x[gradients + i];
    const square = decay * x[squares + i] + (1 - decay) * gradient * gradient;
    x[squares + i] = square;
    x[values + i] = x[values + i] - (learningRate * gradient) / (Math.sqrt(square + inside) + outside);
  }
}

/** As `torch.optim.Adagrad` without decay, where `inside` is 0. Duchi, Hazan and Singer, 2011. */
export function adagrad(
  x: FloatArray,
  size: number,
  learningRate: number,
  scale: number,
  inside: number,
  outside: number,
  values: number,
  gradients: number,
  sums: number,
): void {
  for (let i = 0; i < size; i++) {
    const gradient = scale * x[gradients + i];
    const sum = x[sums + i] + gradient * gradient;
    x[sums + i] = sum;
    x[values + i] = x[values + i] - (learningRate * gradient) / (Math.sqrt(sum + inside) + outside);
  }
}
