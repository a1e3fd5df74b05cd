/** The runs of a campaign that are under way, and what is done in each of them. */
import type { Logger } from 'pino';
import type { KernelRunner } from '../../campaign/campaign.js';
import type { GuestsUp } from '../../campaign/guests-up.js';
import { withSteps } from '../../steps.js';
import type { CampaignSetup } from '../options/campaign-options.js';
import { isLive } from './spinner.js';

/** Whether a table is drawn again and again: on a terminal, unless only errors are asked for. */
export function followsLive(log: Logger): boolean {
  return log.isLevelEnabled('info') && isLive();
}

export class UnderWay {
  /** For each K, what is done with it, in a word. */
  readonly steps = new Map<string, string>();
  /** Called with each change. */
  onChange: () => void = () => undefined;

  /**
   * A runner whose runs are noted here.
   *
   * @param guests those that stay up between runs; closed by the caller
   */
  async runner(setup: CampaignSetup, guests: GuestsUp, log: Logger): Promise<KernelRunner> {
    // What a run says is told in the table; what it complains of stands above.
    const options = {
      ...setup,
      guests,
      log: followsLive(log) ? log.child({}, { level: 'error' }) : log,
    };
    const { vmRunner } = await import('../../campaign/vm-runner.js');
    return async (order) => {
      const note = (step: string): void => {
        this.steps.set(order.k, step.split(' ')[0] ?? '');
        this.onChange();
      };
      const run = vmRunner({
        ...options,
        sink: ({ record }) => record === 'racing' && note(record),
      });
      note('waiting');
      try {
        return await withSteps(
          ({ name }) => note(name),
          () => run(order),
        );
      } finally {
        this.steps.delete(order.k);
        this.onChange();
      }
    };
  }
}
