import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { closeGracefully } from './graceful-close.ts'

test('a server that closes answers what it was asked, says that its connections end, and does not wait for idle ones', async () => {
  const arrived = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const app = fastify({ return503OnClosing: false })
  closeGracefully(app)
  app.addHook('preClose', async () => release.resolve())
  app.get('/quick', async () => 'quick')
  app.get('/slow', async () => {
    arrived.resolve()
    await release.promise
    return 'slow'
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const agent = new Agent({ keepAlive: true })
  const ask = (path: string) => answerOf(url + path, agent)
  expect(await ask('/quick')).toEqual(['quick', 'keep-alive'])
  const slow = ask('/slow')
  await arrived.promise
  // One idle connection more, beside the one that is busy.
  expect(await ask('/quick')).toEqual(['quick', 'keep-alive'])
  const closed = app.close()
  expect(await slow).toEqual(['slow', 'close'])
  await closed
  agent.destroy()
})

async function answerOf(url: string, agent: Agent): Promise<[body: string, connection: string | undefined]> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => get(url, { agent }, resolve).on('error', reject))
  return [await text(answer), answer.headers.connection]
}

test('a connection on which nothing was asked does not hold up a server that closes', async () => {
  const app = fastify({ return503OnClosing: false })
  closeGracefully(app)
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const ahead = connect(Number(port), '127.0.0.1')
  const ended = once(ahead, 'close')
  await once(ahead, 'connect')
  await app.close()
  await ended
})
