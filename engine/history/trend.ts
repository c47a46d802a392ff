/** Standard normal quantile of 1 − 0.005: one series in two hundred without a trend is taken for one that has it. */
const sure = 2.576;

/**
 * Whether a series rises (1), falls (-1), or neither can be told from its noise (0): the test of Mann (1945) and Kendall. It counts the pairs
 * of which the later one is larger, less those of which it is smaller; without a trend that sum has the mean 0 and the variance
 * n (n − 1) (2n + 5) / 18, whatever the noise is like. Six numbers are the fewest that can show one.
 */
export function trendOf(series: ArrayLike<number>): -1 | 0 | 1 {
  const n = series.length;
  let sum = 0;
  for (let later = 1; later < n; later++)
    for (let earlier = 0; earlier < later; earlier++) sum += Math.sign(series[later]! - series[earlier]!);
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  // Less one, because the sum is a whole number and the normal distribution is continuous.
  return Math.abs(sum) - 1 < sure * deviation || deviation === 0 ? 0 : sum > 0 ? 1 : -1;
}
