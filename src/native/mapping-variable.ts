/** The environment variable that says what maps files: a file of its own, for whoever needs but its name. */
export const MAPPING_VARIABLE = 'HOLERACE_MAPPING';
