/** Makes a report of saved files: results, reports of campaigns, journals. */
import { UsageError } from '../errors.js';
import type { CampaignPart, Report } from '../report/report.js';
import { contradiction, readSaved } from '../report/saved.js';
import type { BisectReport, SweepReport } from '../result/campaign.js';
import type { Reduction } from '../result/reduction.js';
import type { Result } from '../result/result.js';
import { answerFollows, isBelieved } from './believe.js';
import { bisectPart } from './bisect/report.js';
import { campaignPartOf } from './journal/report.js';
import { isJournal, readJournalText } from './journal/text.js';

/** A saved file, with what it is called in messages. */
export interface SavedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * The report of several saved files.
 *
 * @param warn takes a sentence about what was left out
 * @throws UsageError where one of them is not to be believed
 */
export function readReport(files: Iterable<SavedFile>, warn: (message: string) => void): Report {
  const results: Result[] = [];
  const campaigns: CampaignPart[] = [];
  const reductions: Reduction[] = [];
  for (const { name, bytes } of files) {
    const text = bytes.toString('utf8');
    if (isJournal(text)) campaigns.push(journalPart({ name, bytes }, warn));
    else {
      const saved = readSaved(name, text);
      if (!saved.results.every(isBelieved) || !saved.campaigns.every(isBelievedCampaign))
        throw contradiction(name);
      results.push(...saved.results);
      campaigns.push(...saved.campaigns.map(partOf));
      reductions.push(...saved.reductions);
    }
  }
  return { results, campaigns, reductions };
}

function isBelievedCampaign(report: SweepReport | BisectReport): boolean {
  const results = report.kernels.flatMap(({ result }) => (result == null ? [] : [result]));
  const follows = report.schema === 'holerace.sweep/1' || answerFollows(report);
  return follows && results.every(isBelieved);
}

function partOf(report: SweepReport | BisectReport): CampaignPart {
  if (report.schema === 'holerace.sweep/1') return { kind: 'sweep', sweep: report };
  return bisectPart(report);
}

function journalPart({ name, bytes }: SavedFile, warn: (message: string) => void): CampaignPart {
  const { header, wholeBytes, ...rest } = readJournalText(bytes, name, 'name another file');
  if (header === null) {
    throw new UsageError(`the journal ${name} is torn in its first line: nothing was tested`);
  }
  if (wholeBytes < bytes.length) {
    warn(`the last record of the journal ${name} is torn, and is left out`);
  }
  return campaignPartOf({ header, ...rest });
}
