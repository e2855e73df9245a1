/** This is the first step of the tests, the checks and the benches alike. */
export const buildStep = {
  name: 'build',
  about: 'the package as it is published',
  command: ['node', 'scripts/build.mjs'],
  limitMinutes: 5,
};
