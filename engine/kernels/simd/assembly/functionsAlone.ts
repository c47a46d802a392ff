import { exp, sigmoid, tanh } from "./functions";
import { at, loadUpTo, storeUpTo } from "./lanes";

/** The functions of the gates one by one, in place, so that their error can be measured. */

export function applyExp(size: i32, place: i32): void {
  for (let x = at(place), left = size; left > 0; left -= 4, x += 16) storeUpTo(x, exp(loadUpTo(x, left)), left);
}

export function applySigmoid(size: i32, place: i32): void {
  for (let x = at(place), left = size; left > 0; left -= 4, x += 16) storeUpTo(x, sigmoid(loadUpTo(x, left)), left);
}

export function applyTanh(size: i32, place: i32): void {
  for (let x = at(place), left = size; left > 0; left -= 4, x += 16) storeUpTo(x, tanh(loadUpTo(x, left)), left);
}
