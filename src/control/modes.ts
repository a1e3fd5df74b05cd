/** How the stale reads are planted, in the order in which it is tried. */
export type ControlMode = 'overlay' | 'overlay-in-user-namespace' | 'planted';

export const CONTROL_MODES: readonly ControlMode[] = [
  'overlay',
  'overlay-in-user-namespace',
  'planted',
];

/** Exit status of the control's process where no overlay can be mounted: the next mode is tried. */
export const STATUS_NO_OVERLAY = 97;
