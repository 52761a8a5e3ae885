import { element, icon } from './element.js'

const CALENDAR = 'M5 6h14v13H5zM5 10h14M9 3v5M15 3v5'

/** Fills the container with the buttons of a group; `press` gets the option. */
export function showChoices(container, group, press) {
  container.replaceChildren()
  container.hidden = !group
  if (!group) return
  container.dataset.kind = group.kind
  for (const [index, option] of group.options.entries()) {
    const button = element('button', 'choice', { type: 'button' })
    if (group.kind === 'confirm') button.classList.add(index === 0 ? 'primary' : 'secondary')
    if (group.kind === 'employees')
      button.append(element('span', 'face', { 'aria-hidden': 'true', children: [[...option.label][0] ?? ''] }))
    if (group.kind === 'visits') button.append(icon(CALENDAR))
    button.append(element('span', 'label', { children: [option.label] }))
    if (option.hint) button.append(element('span', 'hint', { children: [option.hint] }))
    button.addEventListener('click', () => press(option))
    container.append(button)
  }
}
