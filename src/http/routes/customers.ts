/** A person's rights: what is held, and that it goes (contract 3). */

import type { HttpContext } from '../body.ts';
import { check } from '../check.ts';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { pathValue, underLoad } from '../request.ts';
import { customer, customerExport, customerPath } from '../schemas/customers.ts';

const noStore = { 'cache-control': 'no-store' };

/** @throws Problem 422 for what no customer's id can be: this is the caller's own, not one of ours */
function customerOf(c: HttpContext): string {
  return check(customerPath, { customerId: pathValue(c, 'customerId') }).customerId;
}

export function customerEndpoints({ guard, load }: AppDeps): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/customers/{customerId}',
      scopes: ['read'],
      doc: {
        operationId: 'getCustomer',
        summary: 'What is held of a customer, and when what is allowed next',
        answers: { 200: { description: 'As it stands', schema: customer } },
      },
      async handle(c, caller) {
        const customerId = customerOf(c);
        return json(await underLoad(load, () => guard.customer(customerId, caller)), 200, noStore);
      },
    },
    {
      method: 'GET',
      path: '/customers/{customerId}/export',
      scopes: ['read'],
      doc: {
        operationId: 'exportCustomer',
        summary: 'Everything that is held of a customer, in words too',
        description: 'The answer to a request for access: contacts, what was said, suppressions, consents, decisions.',
        answers: { 200: { description: 'Everything', schema: customerExport } },
      },
      async handle(c) {
        const customerId = customerOf(c);
        return json(await underLoad(load, () => guard.exportCustomer(customerId)), 200, noStore);
      },
    },
    {
      method: 'DELETE',
      path: '/customers/{customerId}',
      scopes: ['admin'],
      doc: {
        operationId: 'eraseCustomer',
        summary: 'Erase a customer',
        description:
          'Whatever names or describes the person goes. Refusals keep binding the hashed id and address, and bare stamps (when, channel, purpose, region, caller, outcomes) keep the caps until their windows end. Entries of the decision log stay, and nobody can read any more whom they are about. Erasing again is 204 too.',
        answers: { 204: { description: 'Erased' } },
      },
      async handle(c, caller) {
        const customerId = customerOf(c);
        await underLoad(load, () => guard.erase(customerId, caller));
        return new Response(null, { status: 204 });
      },
    },
  ];
}
