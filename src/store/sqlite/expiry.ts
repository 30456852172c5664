/** What is over is removed in commits of its own, each so small that decisions hardly wait for it. */
import type { GroupCommit } from './group-commit.ts';

const pieceSize = 50;
const mostPieces = 20;

/** @param expire inside a transaction: looks at so many at most, and says at how many it did @returns at how many in all */
export async function inPieces(commits: GroupCommit, expire: (most: number) => number): Promise<number> {
  let count = 0;
  for (let piece = 0; piece < mostPieces; piece++) {
    const done = await commits.write(() => expire(pieceSize));
    count += done;
    if (done < pieceSize) break;
  }
  return count;
}
