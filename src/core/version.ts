/** The version in package.json; a test holds the two together. */
export const PACKAGE_VERSION = '8.2.0';
