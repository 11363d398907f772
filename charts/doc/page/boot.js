// Makes the wide pictures live when they come near the screen. Whatever goes
// wrong, the static picture stays where it is.
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
    } catch (e) {
      figure.classList.remove('is-live');
    }
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
