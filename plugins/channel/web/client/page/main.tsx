import './styles/base.css'
import './styles/header.css'
import './styles/log.css'
import './styles/choices.css'
import './styles/calendar.css'
import './styles/visit.css'
import './styles/composer.css'
import { render } from 'preact'
import { App } from './app.tsx'
import { watchAttention } from './attention.ts'
import { openConversation } from './conversation.ts'
import { createDates } from './dates.ts'
import { meetHost } from './host.ts'
import { ChatProvider, readSettings } from './settings.ts'
import { createSound } from './sound.ts'

const settings = readSettings()
const host = meetHost()
const sound = createSound(`aiadmin:${settings.api}:sound`, settings.sound)
const conversation = openConversation(settings)
watchAttention(conversation, { host, sound })

const chat = {
  settings,
  conversation,
  host,
  sound,
  dates: createDates(settings.locale, settings.texts),
  text: (key: string) => settings.texts[key] ?? '',
}
const place = document.getElementById('app')
if (place)
  render(
    <ChatProvider value={chat}>
      <App />
    </ChatProvider>,
    place,
  )
