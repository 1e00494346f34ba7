/** Degrees as JSON Resume study types. */
export const STUDY_TYPES = {
  secondary: "High school",
  associate: "Associate",
  bachelor: "Bachelor",
  master: "Master",
  doctorate: "Doctorate",
};
