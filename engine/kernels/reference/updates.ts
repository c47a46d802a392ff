import type { FloatArray } from "../../memory/arena.ts";

/** g = scale · dw + l2 · w */
const gradientOf = (x: FloatArray, scale: number, l2: number, value: number, gradient: number): number =>
  l2 === 0 ? scale * x[gradient] : scale * x[gradient] + l2 * x[value];

/** fresh · g², or with what stands for dw² where rows were looked up. */
const squareOf = (x: FloatArray, fresh: number, scale: number, gradient: number, lookUps: number, i: number): number =>
  lookUps < 0 ? fresh * gradient * gradient : fresh * scale * scale * x[lookUps + i];

/** As `torch.optim.SGD` without momentum. */
export function sgd(
  x: FloatArray,
  size: number,
  learningRate: number,
  scale: number,
  l2: number,
  values: number,
  gradients: number,
): void {
  for (let i = 0; i < size; i++)
    x[values + i] = x[values + i] - learningRate * gradientOf(x, scale, l2, values + i, gradients + i);
}

/** As `torch.optim.SGD` with momentum. Polyak, 1964; `nesterov`: Sutskever, Martens, Dahl and Hinton, 2013. */
export function sgdMomentum(
  x: FloatArray,
  size: number,
  learningRate: number,
  scale: number,
  momentum: number,
  nesterov: number,
  l2: number,
  values: number,
  gradients: number,
  velocity: number,
): void {
  for (let i = 0; i < size; i++) {
    const gradient = gradientOf(x, scale, l2, values + i, gradients + i);
    const speed = momentum * x[velocity + i] + gradient;
    x[velocity + i] = speed;
    x[values + i] = x[values + i] - learningRate * (nesterov === 0 ? speed : gradient + momentum * speed);
  }
}

/**
 * As `torch.optim.Adam`: w -= α / (1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + ε). Kingma and Ba, 2015. The largest v so far in v's place: Reddi, Kale
 * and Kumar, 2018.
 */
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
  l2: number,
  values: number,
  gradients: number,
  m: number,
  v: number,
  largest: number,
  lookUps: number,
): void {
  const rate = learningRate / correction1;
  const root = Math.sqrt(correction2);
  for (let i = 0; i < size; i++) {
    const gradient = gradientOf(x, scale, l2, values + i, gradients + i);
    const mean = beta1 * x[m + i] + (1 - beta1) * gradient;
    const square = beta2 * x[v + i] + squareOf(x, 1 - beta2, scale, gradient, lookUps, i);
    x[m + i] = mean;
    x[v + i] = square;
    const under = largest < 0 ? square : Math.max(x[largest + i], square);
    if (largest >= 0) x[largest + i] = under;
    x[values + i] = x[values + i] - (rate * mean) / (Math.sqrt(under) / root + epsilon);
  }
}

/**
 * As `torch.optim.RMSprop` where `inside` is 0. Tieleman and Hinton, 2012; centred: Graves, 2013. A variance that rounding has made negative
 * is 0.
 */
export function rmsprop(
  x: FloatArray,
  size: number,
  outer: number,
  inner: number,
  scale: number,
  decay: number,
  inside: number,
  outside: number,
  momentum: number,
  l2: number,
  values: number,
  gradients: number,
  squares: number,
  means: number,
  velocity: number,
  lookUps: number,
): void {
  for (let i = 0; i < size; i++) {
    const gradient = gradientOf(x, scale, l2, values + i, gradients + i);
    const square = decay * x[squares + i] + squareOf(x, 1 - decay, scale, gradient, lookUps, i);
    x[squares + i] = square;
    let under = square + inside;
    if (means >= 0) {
      const mean = decay * x[means + i] + (1 - decay) * gradient;
      x[means + i] = mean;
      under = Math.max(under - mean * mean, 0);
    }
    let step = (inner * gradient) / (Math.sqrt(under) + outside);
    if (velocity >= 0) {
      step += momentum * x[velocity + i];
      x[velocity + i] = step;
    }
    x[values + i] = x[values + i] - outer * step;
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
  l2: number,
  values: number,
  gradients: number,
  sums: number,
  lookUps: number,
): void {
  for (let i = 0; i < size; i++) {
    const gradient = gradientOf(x, scale, l2, values + i, gradients + i);
    const sum = x[sums + i] + squareOf(x, 1, scale, gradient, lookUps, i);
    x[sums + i] = sum;
    x[values + i] = x[values + i] - (learningRate * gradient) / (Math.sqrt(sum + inside) + outside);
  }
}
