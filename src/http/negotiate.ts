/** Which content type an `Accept` header asks for. */

/** @returns the offer with the highest quality, the first one where it is all the same or nothing fits. */
export function preferredType(accept: string | undefined, offers: readonly [string, ...string[]]): string {
  if (accept === undefined) return offers[0];
  const ranges = accept.split(',').map(readRange);
  let best = offers[0];
  let bestQuality = 0;
  for (const offer of offers) {
    const quality = qualityOf(offer, ranges);
    if (quality > bestQuality) {
      best = offer;
      bestQuality = quality;
    }
  }
  return best;
}

interface Range {
  readonly type: string;
  readonly quality: number;
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = q === undefined ? 1 : Number(q.slice(2));
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The most exact range decides. */
function qualityOf(offer: string, ranges: readonly Range[]): number {
  const group = `${offer.split('/')[0]}/*`;
  for (const type of [offer, group, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === type);
    if (range) return range.quality;
  }
  return 0;
}
