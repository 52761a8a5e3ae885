/** Makes an element with a class, attributes and children; strings become text. */
export function element(name, className, { children = [], ...attributes } = {}) {
  const node = document.createElement(name)
  if (className) node.className = className
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  node.append(...children)
  return node
}

const SVG = 'http://www.w3.org/2000/svg'

/** Makes a line icon from the path of a 24 × 24 drawing. */
export function icon(path, className = 'icon') {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', className)
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}
