/**
 * The words of the kernel that tell of trouble, and the shapes of a trace: the only place that knows them.
 * A console is searched for crashes by them, the log for complaints.
 *
 * Sources: kernel/panic.c; lib/bug.c; lib/ubsan.c; lib/list_debug.c; kernel/locking/lockdep.c; kernel/watchdog.c;
 * kernel/hung_task.c; kernel/rcu/tree_stall.h; kernel/kcsan/report.c; mm/kasan/report.c; mm/kfence/report.c;
 * mm/slub.c; mm/memory.c; mm/page_alloc.c; mm/pgtable-generic.c; mm/filemap.c; mm/memory-failure.c; kernel/fork.c;
 * arch/x86/kernel/dumpstack.c; arch/x86/mm/fault.c; fs/ext4/super.c; fs/xfs/xfs_message.c; fs/btrfs/messages.c;
 * and the list by which fstests judges a log (common/rc, _check_dmesg).
 */
import type { ComplaintKind } from '../result/complaint.js';

/** The kernel's end, or that of the process in it. Found anywhere in a line: a console may be garbled. */
export const OOPS =
  /(?:\bOops: |BUG: unable to handle|BUG: kernel NULL pointer|kernel BUG at|general protection fault,|: [0-9a-f]{4} \[#\d+\])/;
export const PANIC = /Kernel panic - not syncing/;
const HUNG_TASK = /blocked (?:in I\/O wait )?for more than \d+ seconds/;
const LOCKUP = /soft lockup|hard LOCKUP/;
const STALL = /detected (?:expedited )?stalls|self-detected stall/;
/** What stands still. */
export const HANG = new RegExp(
  `(?:${[HUNG_TASK, LOCKUP, STALL].map((one) => one.source).join('|')})`,
);

/** A complaint's first line tells its kind: the first that fits. */
const KINDS: readonly (readonly [ComplaintKind, RegExp])[] = [
  ['kasan', /^BUG: KASAN: /],
  ['kcsan', /^BUG: KCSAN: /],
  ['kmsan', /^BUG: KMSAN: /],
  ['kfence', /^BUG: KFENCE: /],
  ['ubsan', /^UBSAN: /],
  ['oops', OOPS],
  ['lockup', LOCKUP],
  ['stall', STALL],
  ['hung-task', new RegExp(`^INFO: task .*${HUNG_TASK.source}`)],
  [
    'lockdep',
    /^(?:WARNING|INFO|ERR): (?:possible |inconsistent |suspicious RCU usage|bad (?:unlock|contention) balance|held lock freed|lock held |Nested lock|.* still has locks held|\S+-(?:un)?safe -> |trying to register non-static key)|^BUG: (?:Invalid wait context|sleeping function called from invalid context)|^DEBUG_LOCKS_WARN_ON/,
  ],
  [
    'memory',
    /^BUG: (?:Bad page |Bad rss-counter|non-zero pgtables_bytes)|\bbad p(?:te|md|ud|4d|gd) |^BUG \S.*(?:overwritten|corrupt|inconsistent|remaining|already free|invalid|wrong)|^(?:list_add|list_del|slab) corruption|^list_add double add|^refcount_t: /i,
  ],
  ['invalidation', /^Page cache invalidation failure on direct I\/O/],
  [
    'memory-failure',
    /^(?:Memory failure: 0x|MCE: Killing |mce: \[Hardware Error\]|soft offline: 0x)/,
  ],
  [
    'filesystem',
    /^(?:EXT[234]|FAT|F2FS|erofs)-fs (?:error|panic)\b|^EXT4-fs \([^)]*\): (?:Remounting filesystem read-only|.*[Dd]elayed block allocation failed|.*shut ?down)|^XFS(?: \([^)]*\))?: (?:Internal error|Metadata (?:corruption|CRC error)|[Cc]orruption |Assertion failed|.*[Ss]hut(?:ting)? ?down|.*force_shutdown|log I\/O error|metadata I\/O error)|^BTRFS(?: [a-z]+)?:? ?(?:error|critical|.*csum failed|.*[Tt]ransaction aborted|.*forced readonly)|^JBD2: .*(?:[Ee]rror|[Aa]bort)|^Aborting journal on device|^Buffer I\/O error on |I\/O error, dev |^overlayfs: .*corrupt|^bcachefs .*(?:error|inconsistency)/,
  ],
  ['warning', /^WARNING: /],
  ['bug', /^BUG: /],
];

/** The kind of the complaint that a line begins, null where it begins none. */
export function kindOf(text: string): ComplaintKind | null {
  return KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** Stands before a WARNING or a BUG (include/asm-generic/bug.h, CUT_HERE). */
export const CUT_HERE = /^-{4,}\[ cut here \]-{4,}$/;
/** Ends it (kernel/panic.c, print_oops_end_marker). */
export const END_TRACE = /^---\[ end trace /;
/** Stands around the report of a sanitizer, and before one of lockdep or of the slab allocator. */
export const RULE = /^={20,}$/;
/** Kinds whose report stands between two rules. */
export const RULED: ReadonlySet<ComplaintKind> = new Set<ComplaintKind>([
  ...(['kasan', 'kcsan', 'kmsan', 'kfence', 'ubsan'] as const),
]);
/** Kinds whose report has text of any shape before its trace. */
export const WORDY: ReadonlySet<ComplaintKind> = new Set<ComplaintKind>(['lockdep', 'memory']);
/** From here on only the lines of a trace belong to a complaint. */
export const TRACE_BEGINS = /^(?:stack backtrace:|Call [Tt]race:|RIP: |CPU: \d)/;

/** A line of a trace, of the registers beside it, or of what is told around them. */
const TRACE_LINE = new RegExp(
  [
    /^\s/,
    /^$/,
    /^[-=]+$/,
    /^(?:Call [Tt]race|stack backtrace|Code|RIP|RSP|RAX|RDX|RBP|R\d\d|FS|CS|CR2|DR[0367]|ORIG_RAX|CPU|PKRU|EFLAGS)\b/,
    /^(?:Hardware name|Modules linked in|Workqueue|Tainted|task|page|pages|page_type|aops|raw|addr|file|File|flags|anon flags|head|Comm|Sending NMI|NMI backtrace|rcu|Disabling lock debugging|turning off the locking|"echo 0 >|Showing all locks held|Kernel Offset|irq event stamp|in_atomic|softirqs|hardirqs|preempt_count)\b/,
    /^"echo 0 >/,
    /^\[<[0-9a-f]+>\]/,
    /^(?:INFO: (?:Object|Slab|Allocated|Freed|lockdep)|Object |Redzone |Padding |Bytes b4 |FIX )/,
    /^[0-9a-f]{8}: (?:[0-9a-f]{2} ?)+/,
    /^[\w.]+\+0x[0-9a-f]+\/0x[0-9a-f]+/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** Whether a line can only go on with what stands before it. */
export function isTraceLine(text: string): boolean {
  return TRACE_LINE.test(text);
}

/** The place in the kernel's source that a line names, as in `fs/dax.c:390`. */
export function placeIn(text: string): string | null {
  const plain = /(?:^|[\s("])((?:[\w.-]+\/)*[\w.-]+\.(?:c|h|S|rs)):(\d+)/.exec(text);
  if (plain !== null) return `${plain[1]}:${plain[2]}`;
  // XFS has ways of its own: `file: fs/xfs/xfs_log.c, line: 12` and `line 12 of file fs/xfs/xfs_log.c`.
  const assertion = /file: (\S+\.[ch]), line: (\d+)/.exec(text);
  if (assertion !== null) return `${assertion[1]}:${assertion[2]}`;
  const internal = /line (\d+) of file (\S+\.[ch])/.exec(text);
  return internal === null ? null : `${internal[2]}:${internal[1]}`;
}

/** The function that a line names: by its address, or as filesystems do. */
export function functionIn(text: string): string | null {
  const byAddress = /\b([A-Za-z_][\w.]*)\+0x[0-9a-f]+\/0x[0-9a-f]+/.exec(text);
  if (byAddress !== null) return byAddress[1] ?? null;
  const byFilesystem = /^\S+-fs error \([^)]*\): (\w+):\d+/.exec(text);
  if (byFilesystem !== null) return byFilesystem[1] ?? null;
  return /^BUG: (?:KASAN|KCSAN|KMSAN|KFENCE): .* in (\w+)/.exec(text)?.[1] ?? null;
}
