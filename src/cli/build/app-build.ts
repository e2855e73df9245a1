/** Says from what and to where the files of an app are to be made. */
export interface AppBuild {
  readonly root: string;
  readonly tasksFile: string;
  readonly outDir: string;
  readonly base: string | undefined;
  readonly define: Readonly<Record<string, string>>;
}
