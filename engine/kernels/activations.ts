/** Nonlinearities by the numbers under which kernels know them. */
export const activationCodes = { sigmoid: 0, hardSigmoid: 1, hardSigmoidKeras3: 2, tanh: 3, relu: 4 } as const;

export type ActivationName = keyof typeof activationCodes;

/** Of gates, which are to lie between 0 and 1. */
export const gateActivations = ["sigmoid", "hardSigmoid", "hardSigmoidKeras3"] as const satisfies readonly ActivationName[];

export type GateActivation = (typeof gateActivations)[number];
