/** The customers of a bench by their numbers; apart from the service, so that a load generator loads nothing else. */

export function customerId(index: number): string {
  return `c${String(index).padStart(7, '0')}`;
}

export function addressOf(index: number): string {
  return `${customerId(index)}@example.com`;
}

/** Visits every customer once before the second time, in an order that has no pattern for caches. */
export function walk(customers: number, step: number): number {
  return (step * 104_729) % customers;
}
