import { withHead } from '@card-member/service'
import type { FastifyInstance } from 'fastify'
import type { Desk } from '../desk.ts'
import { sendPage } from './page.ts'

const withoutStaff = `<h1>服务台尚无员工</h1>
<p>请在运行服务台的机器上执行以下命令，创建首位管理员（<code>--database</code> 与 <code>--folder</code> 与启动服务台时相同；启动时打印的命令已写好）：</p>
<p><code>npx card-member desk staff add NAME --role admin</code></p>
<p>命令会打印其动态验证码的 otpauth URI，仅此一次。也可用链接中 <code>#set-up=</code> 之后的内容调用 <code>POST /api/set-up</code>。</p>
<h1 lang="en">This desk has no people yet</h1>
<div lang="en"><p>Make the first administrator by this command, on the machine that runs the desk (with the same <code>--database</code> and
<code>--folder</code> as the desk was started with; the command that was printed at the start has them):</p>
<p><code>npx card-member desk staff add NAME --role admin</code></p>
<p>It prints the otpauth URI of their second factor, this once. What follows <code>#set-up=</code> in the link serves <code>POST /api/set-up</code> as well.</p></div>`

const withStaff = `<h1>服务台正在运行</h1>
<p>此处没有网页；请使用 <code>npx card-member batch --help</code>、<code>npx card-member consent --help</code> 等命令，或 <code>/api</code> 下的接口。</p>
<h1 lang="en">The desk is running</h1>
<p lang="en">There is no page here: use the commands, such as <code>npx card-member batch --help</code> and <code>npx card-member consent --help</code>, or the API under <code>/api</code>.</p>`

/** What a browser sees that opens the desk or the link of a first start: what to do, in both languages, and nothing that runs. */
export function serveFrontPage(app: FastifyInstance, { staff }: Desk): void {
  app.get('/', withHead, async (_request, reply) => {
    const content = (await staff.isEmpty()) ? withoutStaff : withStaff
    return sendPage(reply, content)
  })
}
