// Makes the wide pictures live when they come near the screen, and lets the reader
// choose among what a picture may be of. Whatever goes wrong, the static picture
// stays where it is.
(function () {
  'use strict';
  function start(figure) {
    var box = figure.querySelector('.live'), data = figure.querySelector('script[type="application/json"]');
    if (!box || !data || figure.classList.contains('is-live')) return;
    try {
      var spec = JSON.parse(data.textContent);
      var roomy = function () { return box.clientWidth >= Math.min(600, spec.width * 0.8); };
      figure.classList.add('is-live');
      box.style.height = spec.height + 'px';
      spec.data.width = box.clientWidth;
      if (!roomy()) throw new Error('too narrow');
      var chart = echarts.init(box, null, { renderer: 'svg', width: spec.data.width, height: spec.height });
      chart.setOption(uptake.option(spec));
      window.addEventListener('resize', function () {
        if (!roomy()) return;
        spec.data.width = box.clientWidth;
        chart.resize({ width: box.clientWidth, height: spec.height });
      });
      choose(figure, function (chosen) {
        spec = JSON.parse(JSON.stringify(chosen)); // options are bound once
        spec.data.width = box.clientWidth;
        box.style.height = spec.height + 'px';
        chart.resize({ width: box.clientWidth, height: spec.height });
        chart.setOption(uptake.option(spec), true);
      });
    } catch (e) {
      figure.classList.remove('is-live');
    }
  }
  // A list for each thing that can be chosen; what goes with no other is left out.
  function choose(figure, show) {
    var data = figure.querySelector('script.choices');
    if (!data) return;
    var all = JSON.parse(data.textContent), caption = figure.querySelector('figcaption'), row = document.createElement('p');
    row.className = 'choose';
    var lists = all.names.map(function (name, i) {
      var label = document.createElement('label'), list = document.createElement('select');
      all.of.forEach(function (c) {
        if (Array.prototype.some.call(list.options, function (o) { return o.text === c.by[i]; })) return;
        list.appendChild(document.createElement('option')).text = c.by[i];
      });
      label.textContent = name + ' ';
      label.appendChild(list);
      if (list.options.length > 1) row.appendChild(label);
      list.addEventListener('change', function () {
        var by = lists.map(function (l) { return l.options[l.selectedIndex].text; });
        var fits = all.of.filter(function (c) { return c.by.every(function (b, k) { return b === by[k]; }); })[0];
        if (!fits) return;
        caption.querySelector('b').textContent = fits.title;
        show(fits.spec);
      });
      return list;
    });
    caption.parentNode.insertBefore(row, caption);
  }
  var figures = Array.prototype.slice.call(document.querySelectorAll('.figure'));
  if (!window.matchMedia || !window.matchMedia('screen and (min-width: 760px)').matches) return;
  function isNear(f) {
    var r = f.getBoundingClientRect();
    return r.top < window.innerHeight + 400 && r.bottom > -400;
  }
  var rest = figures.filter(function (f) {
    if ('IntersectionObserver' in window && !isNear(f)) return true;
    start(f);
    return false;
  });
  if (!rest.length) return;
  var near = new IntersectionObserver(function (entries) {
    entries.forEach(function (e) {
      if (e.isIntersecting) { near.unobserve(e.target); start(e.target); }
    });
  }, { rootMargin: '400px' });
  rest.forEach(function (f) { near.observe(f); });
})();
