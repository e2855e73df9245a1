package ee.forgr.capacitor_updater;

import com.getcapacitor.Plugin;
import com.getcapacitor.annotation.CapacitorPlugin;

/** Stands where the updater's class stands: what counts is that it is never loaded. */
@CapacitorPlugin(name = "CapacitorUpdater")
public class CapacitorUpdaterPlugin extends Plugin {}
