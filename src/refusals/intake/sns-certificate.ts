/** Fetches the certificates of SNS, and keeps them: a handful, since they change a few times a year. */
import { X509Certificate } from 'node:crypto';
import { Problem } from '../../errors.ts';
import type { CertificateAt } from './sns.ts';

const mostBytes = 16 * 1024;
const mostKept = 16;
const waitMs = 2000;

/**
 * @param get as `fetch`
 * @returns what throws Problem `not-ready` where a certificate cannot be had
 */
export function certificates(get: typeof fetch): CertificateAt {
  const kept = new Map<string, Promise<string>>();
  return (url) => {
    const before = kept.get(url);
    if (before) return before;
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    const fetched = fetchOne(get, url).catch(() => {
      kept.delete(url);
      // 503: SNS sends it again.
      throw new Problem(
        'not-ready',
        `The certificate of SNS cannot be had from ${new URL(url).host}: this service must reach it by HTTPS.`,
      );
    });
    kept.set(url, fetched);
    return fetched;
  };
}

async function fetchOne(get: typeof fetch, url: string): Promise<string> {
  const response = await get(url, { redirect: 'error', signal: AbortSignal.timeout(waitMs) });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const pem = await textUpTo(response, mostBytes);
  const { validFrom, validTo } = new X509Certificate(pem);
  if (validFrom === '' || validTo === '') throw new Error('no certificate');
  return pem;
}

async function textUpTo(response: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > most) throw new Error(`more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
