/**
 * The ends of an axis.
 *
 * @module
 */
/** Margin at both ends of an axis, and how far beyond the values it follows an interval; both in spans of the values. */
const ROOM = 0.06;
const REACH = 0.25;

/**
 * Fits an axis to all values, and to as much of the intervals as keeps the values legible.
 *
 * The t interval of two seeds extends by six times their distance to either side of their mean; an axis that included all of it
 * would show nothing else.
 * @param limits bounds that the quantity cannot exceed.
 */
export function fitDomain(
  values: readonly number[],
  intervals: readonly { readonly low: number | null; readonly high: number | null }[],
  limits: readonly [low: number, high: number],
): [low: number, high: number] {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const span = most - least || 0.02;
  const low = Math.max(least - REACH * span, Math.min(least, ...intervals.map((interval) => interval.low ?? least)));
  const high = Math.min(most + REACH * span, Math.max(most, ...intervals.map((interval) => interval.high ?? most)));
  return [Math.max(limits[0], low - ROOM * span), Math.min(limits[1], high + ROOM * span)];
}
