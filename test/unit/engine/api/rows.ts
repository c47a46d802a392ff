/** Which of the ten ids stood first? Three rows of four steps. */
export const inputs = [
  [3, 1, 4, 1],
  [5, 9, 2, 6],
  [8, 7, 0, 3],
];
export const targets = [3, 5, 8];
