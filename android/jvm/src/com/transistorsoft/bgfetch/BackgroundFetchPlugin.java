package com.transistorsoft.bgfetch;

import com.getcapacitor.Plugin;
import com.getcapacitor.annotation.CapacitorPlugin;

/** Stands in the package of a plugin that damages a live service. */
@CapacitorPlugin(name = "BackgroundFetch")
public class BackgroundFetchPlugin extends Plugin {}
