package app.capgo.backgroundtask.browser;

import android.content.pm.PackageInfo;
import android.os.Handler;
import android.os.Looper;
import android.webkit.JavascriptInterface;
import android.webkit.ValueCallback;
import android.webkit.WebView;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowWebView;

/**
 * A web view with real Chromium behind it. True to the device in what matters here: callbacks of the clients come on the main looper,
 * requests are intercepted on other threads, `View.post` of a view never attached does not run.
 */
@Implements(WebView.class)
public class ShadowChromiumWebView extends ShadowWebView {

    /** Every view that was made and not destroyed. */
    public static final List<WebView> ALIVE = Collections.synchronizedList(new ArrayList<>());

    /** Every message from a page to the bridge, in order. */
    public static final List<String> MESSAGES = Collections.synchronizedList(new ArrayList<>());

    /** Every message from a bridge to its page, in order. */
    public static final List<String> ANSWERS = Collections.synchronizedList(new ArrayList<>());

    /** The address of every download that a page began. */
    public static final List<String> DOWNLOADS = Collections.synchronizedList(new ArrayList<>());

    /** Whether the timers of all pages of the process are paused. */
    public static final AtomicBoolean TIMERS_PAUSED = new AtomicBoolean();

    /** The thread that JavaScript interfaces are called on. */
    private static final ExecutorService JAVA_BRIDGE = Executors.newSingleThreadExecutor(ShadowChromiumWebView::daemon);

    private static Chromium browser;

    @RealObject
    private WebView view;

    private final Handler main = new Handler(Looper.getMainLooper());
    private final Map<String, Consumer<String>> listeners = new HashMap<>();
    private Tab tab;
    private int progress = 0;
    private boolean destroyed = false;
    private boolean processDied = false;

    public static void use(Chromium chromium) {
        browser = chromium;
        ALIVE.clear();
        MESSAGES.clear();
        ANSWERS.clear();
        DOWNLOADS.clear();
        TIMERS_PAUSED.set(false);
    }

    public static ShadowChromiumWebView of(WebView view) {
        return Shadow.extract(view);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "JavaBridge");
        thread.setDaemon(true);
        return thread;
    }

    /** What was set by ShadowWebView.setCurrentWebViewPackage; Android itself tells it from version 8 on. */
    static PackageInfo provider() {
        return ShadowWebView.getCurrentWebViewPackage();
    }

    /** The pages that the browser has open, by whomever; without the one that it starts with. */
    public static int pagesOfTheBrowser() {
        return browser.pages().size() - 1;
    }

    Tab tab() {
        if (tab == null) {
            tab = new Tab(browser, new ClientCalls(this, view));
            ALIVE.add(view);
            if (TIMERS_PAUSED.get()) tab.pauseTimers(true);
        }
        return tab;
    }

    public void freeze() {
        tab().freeze();
    }

    public void crashRenderer() {
        tab().crash();
    }

    /** A dead renderer, or a dialog, that nobody handled: on a device the end of the process. */
    public boolean isProcessDead() {
        return processDied;
    }

    void processDies() {
        processDied = true;
    }

    boolean isDestroyed() {
        return destroyed;
    }

    void progressed(int to) {
        progress = to;
    }

    @Implementation
    @Override
    protected void loadUrl(String url) {
        super.loadUrl(url);
        progress = 10;
        tab().navigate(url);
    }

    @Implementation
    @Override
    protected void evaluateJavascript(String script, ValueCallback<String> callback) {
        if (script.startsWith("window.Capacitor.fromNative(")) ANSWERS.add(script);
        tab().evaluate(script, value -> {
            if (callback != null) main.post(() -> callback.onReceiveValue(value));
        });
    }

    /** Interfaces whose methods answer are not offered: what a page sends here arrives later. */
    @Implementation
    @Override
    protected void addJavascriptInterface(Object object, String name) {
        super.addJavascriptInterface(object, name);
        List<String> methods = new ArrayList<>();
        for (Method method : object.getClass().getMethods()) {
            if (!method.isAnnotationPresent(JavascriptInterface.class)) continue;
            if (method.getReturnType() != void.class) return;
            methods.add(method.getName());
        }
        tab().addInterface(name, methods);
    }

    /** A message for a listener of androidx.webkit, or a call of a JavaScript interface. */
    void receive(String object, String method, String message, Consumer<Runnable> onMain) {
        if (method == null) {
            onMain.accept(() -> listeners.get(object).accept(message));
            return;
        }
        Object target = getJavascriptInterface(object);
        JAVA_BRIDGE.execute(() -> {
            try {
                target.getClass().getMethod(method, String.class).invoke(target, message);
            } catch (ReflectiveOperationException error) {
                throw new IllegalStateException(object + "." + method + " failed", error);
            }
        });
    }

    void listen(String object, Consumer<String> listener) {
        listeners.put(object, listener);
    }

    /** For all web views of the process. */
    @Implementation
    protected void pauseTimers() {
        timers(true);
    }

    @Implementation
    protected void resumeTimers() {
        timers(false);
    }

    private static void timers(boolean paused) {
        if (TIMERS_PAUSED.getAndSet(paused) == paused) return;
        for (WebView alive : new ArrayList<>(ALIVE)) of(alive).tab().pauseTimers(paused);
    }

    @Implementation
    protected int getProgress() {
        return progress;
    }

    @Implementation
    @Override
    protected void destroy() {
        super.destroy();
        destroyed = true;
        ALIVE.remove(view);
        if (tab != null) tab.close();
    }
}
