/** Fetches the certificates of SNS, and keeps them: a handful, since they change a few times a year. */
import { X509Certificate } from 'node:crypto';
import { Problem } from '../../errors.ts';
import { errorCode, wordsOf } from '../../files.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { CertificateAt } from './sns.ts';

const mostBytes = 16 * 1024;
const mostKept = 16;
/** However many names are made up, no more than so many fetches at once. */
const mostUnderWay = 16;
const waitMs = 2000;

/**
 * @param get as `fetch`
 * @returns what throws Problem `not-ready` where a certificate cannot be had
 */
export function certificates(get: typeof fetch): CertificateAt {
  /** Those that were had: a name that was made up pushes none of them out. */
  const kept = new Map<string, string>();
  const keep = keepNewest(kept, mostKept);
  const underWay = new Map<string, Promise<string>>();

  const fetchNew = async (url: string): Promise<string> => {
    try {
      const pem = await fetchOne(get, url);
      keep(url, pem);
      return pem;
    } catch (error) {
      throw notHad(url, whyOf(error));
    } finally {
      underWay.delete(url);
    }
  };
  return async (url) => {
    const before = kept.get(url) ?? underWay.get(url);
    if (before !== undefined) return before;
    if (underWay.size >= mostUnderWay) throw notHad(url, 'too many are asked for at once');
    const fetched = fetchNew(url);
    underWay.set(url, fetched);
    return fetched;
  };
}

/** 503: SNS sends it again. */
function notHad(url: string, why: string): Problem {
  return new Problem(
    'not-ready',
    `The certificate of SNS cannot be had from ${new URL(url).host} (${why}): this service must reach it by HTTPS.`,
  );
}

/** What a failed `fetch` says lies in its cause. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return wordsOf(error);
  if (error.name === 'TimeoutError') return `no answer within ${waitMs / 1000} s`;
  const { cause } = error;
  return cause instanceof Error ? (errorCode(cause) ?? cause.message) : error.message;
}

async function fetchOne(get: typeof fetch, url: string): Promise<string> {
  const response = await get(url, { redirect: 'error', signal: AbortSignal.timeout(waitMs) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  const pem = await textUpTo(response, mostBytes);
  if (!isCertificate(pem)) throw new Error('what is there is no certificate');
  return pem;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).validTo !== '';
  } catch {
    return false;
  }
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
