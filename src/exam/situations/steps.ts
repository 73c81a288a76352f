export type StepName = string;
