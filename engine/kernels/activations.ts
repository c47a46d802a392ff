/** Nonlinearities by the numbers under which kernels know them. */
export const activationCodes = {
  sigmoid: 0,
  hardSigmoid: 1,
  hardSigmoidKeras3: 2,
  tanh: 3,
  relu: 4,
  linear: 5,
  softsign: 6,
} as const;

export type ActivationName = keyof typeof activationCodes;

/** Of candidates, of states that are read, and of a simple network's units; tanh is the usual one. */
export const stateActivations = ["tanh", "relu", "linear", "sigmoid", "softsign"] as const satisfies readonly ActivationName[];

export type StateActivation = (typeof stateActivations)[number];

/** Of gates. Those that lie between 0 and 1, as a gate is meant to, come first. */
export const gateActivations = [
  "sigmoid",
  "hardSigmoid",
  "hardSigmoidKeras3",
  "tanh",
  "relu",
  "linear",
  "softsign",
] as const satisfies readonly ActivationName[];

export type GateActivation = (typeof gateActivations)[number];
