/** Numbers as the status line writes them; the same everywhere, in English digits as the rest of the sentences. */

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 1240 → "1,240" */
export const formatCount = (count: number): string => grouped.format(count);

/** Four significant digits: 1.873, 0.04127. */
export function formatLoss(loss: number): string {
  return Number.isFinite(loss) ? loss.toPrecision(4) : String(loss);
}

/** Two significant digits above a hundred, so that the figure stands still enough to be read. */
export function formatRate(perSecond: number): string {
  if (perSecond < 100) return `${Math.round(perSecond)} tokens/s`;
  const unit = 10 ** (Math.floor(Math.log10(perSecond)) - 2);
  return `${formatCount(Math.round(perSecond / unit) * unit)} tokens/s`;
}

/** 130 → "2 min 10 s" */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${formatCount(Math.floor(whole / 3600))} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Decimal units, as file managers use them: 1,234,567 → "1.2 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const [unit, name] = bytes < 1e6 ? [1e3, "kB"] : bytes < 1e9 ? [1e6, "MB"] : [1e9, "GB"];
  return `${(bytes / unit).toFixed(bytes < 10 * unit ? 1 : 0)} ${name}`;
}
