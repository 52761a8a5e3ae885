import type { Kind } from '../core/contract/index.ts'

/** The only list of built-ins; each is imported when `aiadmin.yaml` names it, not before. */
export const builtIns = {
  channel: {
    web: () => import('./channel/web/index.ts'),
    http: () => import('./channel/http/index.ts'),
    telegram: () => import('./channel/telegram/index.ts'),
    whatsapp: () => import('./channel/whatsapp/index.ts'),
  },
  llm: {
    gemini: () => import('./llm/gemini/index.ts'),
    rules: () => import('./llm/rules/index.ts'),
  },
  storage: {
    sqlite: () => import('./storage/sqlite/index.ts'),
    postgres: () => import('./storage/postgres/index.ts'),
    redis: () => import('./storage/redis/index.ts'),
  },
  crm: {
    local: () => import('./crm/local/index.ts'),
    yclients: () => import('./crm/yclients/index.ts'),
    altegio: () => import('./crm/altegio/index.ts'),
    bitrix24: () => import('./crm/bitrix24/index.ts'),
    amocrm: () => import('./crm/amocrm/index.ts'),
    easyweek: () => import('./crm/easyweek/index.ts'),
    dikidi: () => import('./crm/dikidi/index.ts'),
    onec: () => import('./crm/onec/index.ts'),
  },
} as const satisfies Record<Kind, Record<string, () => Promise<object>>>
