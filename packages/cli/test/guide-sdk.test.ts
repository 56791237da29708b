import { followTwice } from './guide-twice.ts'

followTwice(['packages/sdk/README.md'], { ports: ['3001'] })
