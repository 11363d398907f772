// Makes the list searchable and sortable. Without it the list stands complete, in
// its own order.
(function () {
  'use strict';
  var table = document.querySelector('.night'), find = document.querySelector('.find');
  if (!table || !find) return;
  var list = function (of, what) { return Array.prototype.slice.call(of.querySelectorAll(what)); };
  var plain = function (t) { return t.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/[\s\-_:,;()]+/g, ' ').trim(); };
  var input = find.querySelector('input'), said = find.querySelector('[role=status]'), pressed = {}, heads = list(table, 'thead th');
  // What a row is found by: all but the verdict before it, which would answer for the one it has.
  var rows = Array.prototype.map.call(table.tBodies, function (b, i) {
    var cells = list(b.rows[0], 'td,th'), found = [b.querySelector('.v b')].concat(cells.slice(1, 5)).map(function (c) { return c.textContent; });
    return {
      body: b, place: i, key: b.getAttribute('data-key'), words: ' ' + plain(found.join(' ')), name: cells[1].firstElementChild ? cells[1].firstChild.textContent : cells[1].textContent,
      sort: b.getAttribute('data-sort').split('|').map(function (s) { return s === '' ? NaN : Number(s); })
    };
  });

  // A short word is looked for where a word begins: "do" is not in "adoption".
  function show() {
    var asked = plain(input.value).split(' ').filter(Boolean), any = Object.keys(pressed).length > 0, n = 0;
    rows.forEach(function (r) {
      var on = (!any || pressed[r.key]) && asked.every(function (w) { return r.words.indexOf(/^[\x20-\x7e]{1,3}$/.test(w) ? ' ' + w : w) >= 0; });
      r.body.hidden = !on;
      if (on) n++;
    });
    said.textContent = n === rows.length ? '' : n + ' of ' + rows.length + ' shown';
  }

  function sort(at, down) {
    var by = function (a, b) { return a.place - b.place; };
    if (at === 1) by = function (a, b) { return a.name.localeCompare(b.name) || a.place - b.place; };
    if (at > 1) by = function (a, b) { // rows without the number stand last either way
      var x = a.sort[at - 2], y = b.sort[at - 2];
      if (x !== x || y !== y) return (x !== x) - (y !== y) || a.place - b.place;
      return (down ? y - x : x - y) || a.place - b.place;
    };
    var order = rows.slice().sort(by), all = document.createDocumentFragment();
    if (down && at < 2) order.reverse();
    order.forEach(function (r) { all.appendChild(r.body); });
    table.appendChild(all);
    heads.forEach(function (h, i) { h.setAttribute('aria-sort', i !== at ? 'none' : down ? 'descending' : 'ascending'); });
  }

  heads.forEach(function (h, i) {
    var b = document.createElement('button');
    b.type = 'button';
    b.appendChild(h.firstChild);
    b.firstChild.textContent = b.firstChild.textContent.trim();
    h.insertBefore(b, h.firstChild);
    h.setAttribute('aria-sort', i ? 'none' : 'ascending');
    var large = i === 3 || i > 4; // the largest, or the latest, first
    b.addEventListener('click', function () {
      var now = h.getAttribute('aria-sort');
      sort(i, now === 'none' ? large : now === 'ascending');
    });
  });
  list(document, '.tally li').forEach(function (li) {
    var b = document.createElement('button'), key = li.getAttribute('data-key');
    b.type = 'button';
    b.setAttribute('aria-pressed', 'false');
    while (li.firstChild) b.appendChild(li.firstChild);
    li.appendChild(b);
    b.addEventListener('click', function () {
      if (pressed[key]) delete pressed[key]; else pressed[key] = true;
      b.setAttribute('aria-pressed', String(!!pressed[key]));
      show();
    });
  });
  input.addEventListener('input', show);
  find.hidden = false;
})();
