/** Days of the calendar as files write them: `2026-01-31`. */

export const dayPattern = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/** Whether `text` is a day that exists. */
export function isDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}

/** @returns the first instant of `day` in `zone`, in Unix milliseconds; where midnight is skipped, the first after it. */
export function startOfDayMs(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}
