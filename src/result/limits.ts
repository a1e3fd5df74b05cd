/** More evidence of one scenario than any run keeps. */
export const EVIDENCE_CEILING = 4096;

/** Bins of the stagger: more than a picture can show. */
export const STAGGER_BINS_CEILING = 512;

/** Moments of one scenario at which its counts were noted. */
export const HITS_CEILING = 512;

/** Functions of the kernel that one call passes. */
export const PATH_CEILING = 128;

/** Runs of a program in one guest. */
export const PROGRAM_RUNS_CEILING = 100;
/** Lines of one run that are kept, and characters of a line: a program that is checked prints one. */
export const PROGRAM_LINES_CEILING = 16;
export const PROGRAM_LINE_LIMIT = 400;

/** No honest saved file is longer: the journal of thousands of runs with all their evidence. */
export const SAVED_LIMIT_BYTES = 256 * 1024 ** 2;

/** Complaints of one result, each with its text: a log that is flooded fills no more. */
export const COMPLAINTS_CEILING = 128;
/** Lines of one complaint that are kept: a trace with its registers, or two of a sanitizer. */
export const COMPLAINT_LINES_CEILING = 160;
/** No line of the kernel's log is kept longer. */
export const LOG_LINE_LIMIT = 400;
