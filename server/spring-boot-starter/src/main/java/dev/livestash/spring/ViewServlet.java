package dev.livestash.spring;

import dev.livestash.settings.Admission;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.AttachmentKey;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Hands a request over to a handler of Undertow, at the end of the application's filters: whoever
 * these do not let through, such as Spring Security's, does not come here.
 */
final class ViewServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private static final AttachmentKey<Admission> ADMISSION = AttachmentKey.create(Admission.class);

  private final transient HttpHandler handler;
  private final transient LiveStashAdmission admission;

  ViewServlet(HttpHandler handler, LiveStashAdmission admission) {
    this.handler = handler;
    this.admission = admission;
  }

  /** What was decided at the end of the filters; nobody comes in by another way. */
  static Admission admitted(HttpServerExchange exchange) {
    Admission decided = exchange.removeAttachment(ADMISSION);
    return decided == null ? Admission.refuse(HttpServletResponse.SC_FORBIDDEN) : decided;
  }

  private static AsyncContext async(HttpServletRequest request) {
    if (!request.isAsyncSupported()) {
      throw new IllegalStateException(
          "A filter before LiveStash's socket does not support asynchronous requests: set its"
              + " asyncSupported to true, or keep it away from "
              + request.getRequestURI()
              + ".");
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    return async;
  }

  /**
   * Lets the container know when the request is over, as those wait for it who measure it: a socket
   * is open then. Mostly that is before the filters are done, in this thread, and the container
   * waits for them; it is done at once in the I/O thread, which others leave it to.
   */
  private static void endsWithTheAnswer(AsyncContext async, HttpServerExchange exchange) {
    Thread here = Thread.currentThread();
    exchange.addExchangeCompleteListener(
        (answered, next) -> {
          if (Thread.currentThread().equals(here)) {
            async.complete();
          } else {
            answered.getIoThread().execute(async::complete);
          }
          next.proceed();
        });
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    HttpServerExchange exchange = ServletRequestContext.requireCurrent().getExchange();
    exchange.putAttachment(ADMISSION, admission.admit(request));
    // From here on the answer is the handler's, and the container must not end it.
    endsWithTheAnswer(async(request), exchange);
    try {
      handler.handleRequest(exchange);
    } catch (IOException | RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new ServletException(failure);
    }
  }
}
