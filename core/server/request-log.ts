import fp from 'fastify-plugin'

/** One line a request, at debug: the route's pattern instead of the URL, whose query may name a client. */
export const requestLog = fp(
  async app => {
    app.addHook('onResponse', async (request, reply) => {
      request.log.debug(
        {
          method: request.method,
          route: request.routeOptions.url,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
          ip: request.ip,
        },
        'request',
      )
    })
  },
  { name: 'request-log' },
)
