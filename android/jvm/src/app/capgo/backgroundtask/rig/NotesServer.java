package app.capgo.backgroundtask.rig;

import app.capgo.backgroundtask.core.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The example app's own server, as its developer starts it, behind a gate: the browser reaches it through the rig's server. */
public final class NotesServer implements AutoCloseable {

    private static final long PATIENCE_NS = 90_000_000_000L;
    private static final List<String> PATHS = Arrays.asList("/notes", "/marks", "/feed");

    private record Waiting(HttpExchange exchange, byte[] body) {}

    private final HttpServer gate;
    private final File folder;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean holding = false;
    private Process process = null;

    public NotesServer(HttpServer gate, File folder) throws IOException {
        this.gate = gate;
        this.folder = folder;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        start();
        for (String path : PATHS) gate.createContext(path, this::onRequest);
    }

    public void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
            Repository.path("node_modules/.bin/node").toString(),
            Repository.path("example-app/server/main.mjs").toString()
        );
        builder.environment().put("PORT", String.valueOf(port));
        builder.environment().put("DATA_FOLDER", folder.getPath());
        process = builder.redirectErrorStream(true).redirectOutput(new File(folder, "server.log")).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long end = System.nanoTime() + PATIENCE_NS;
        while (!isHealthy()) {
            if (!process.isAlive() || System.nanoTime() > end) throw new IOException("the notes server did not start");
            LockSupport.parkNanos(20_000_000);
        }
    }

    private boolean isHealthy() {
        try {
            return ask("/health").get("ok").equals(true);
        } catch (IOException notYet) {
            return false;
        }
    }

    /** From now on it is not to be reached. */
    public void stop() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) throw new IllegalStateException("the notes server does not end");
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
        }
    }

    /** Uploads wait before the server until they are let pass. */
    public synchronized void hold() {
        holding = true;
    }

    public synchronized int held() {
        return waiting.size();
    }

    public synchronized void letPass() throws IOException {
        holding = false;
        for (Waiting each : waiting) forward(each.exchange(), each.body());
        waiting.clear();
    }

    private synchronized void onRequest(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (holding && exchange.getRequestMethod().equals("PUT")) waiting.add(new Waiting(exchange, body));
        else forward(exchange, body);
    }

    private void forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + exchange.getRequestURI()));
        request.method(exchange.getRequestMethod(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        try {
            HttpResponse<byte[]> response = send(request.build());
            response
                .headers()
                .map()
                .forEach((name, values) -> {
                    if (name.toLowerCase(Locale.ROOT).matches("access-control-.*|content-type|cache-control")) exchange
                        .getResponseHeaders()
                        .put(name, values);
                });
            exchange.sendResponseHeaders(response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (IOException unreachable) {
            // Without an answer: to the page, a network error.
        } finally {
            exchange.close();
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException error) {
            throw new IOException(error);
        }
    }

    private Map<?, ?> ask(String path) throws IOException {
        byte[] answer = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build()).body();
        return (Map<?, ?>) Json.parse(new String(answer, StandardCharsets.UTF_8));
    }

    /** The texts of the notes that it has. */
    public List<String> notes() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Object note : (List<?>) ask("/notes").get("notes")) texts.add((String) ((Map<?, ?>) note).get("text"));
        return texts;
    }

    /** The starts and ends of callbacks, in words. */
    public List<String> marks() throws IOException {
        List<String> marks = new ArrayList<>();
        for (Object raw : (List<?>) ask("/marks").get("marks")) {
            Map<?, ?> mark = (Map<?, ?>) raw;
            marks.add(
                mark.get("phase") +
                    " " +
                    mark.get("taskName") +
                    " " +
                    mark.get("trigger") +
                    " " +
                    mark.get("runtime") +
                    " " +
                    mark.get("attempt")
            );
        }
        return marks;
    }

    @Override
    public void close() {
        for (String path : PATHS) gate.removeContext(path);
        stop();
    }
}
