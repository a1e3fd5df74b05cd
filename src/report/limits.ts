/** More evidence of one scenario than any run keeps. */
export const EVIDENCE_CEILING = 4096;
