// The way webtoon viewers work: a request tells the pictures, and each loads as the reader comes near it.
const viewer = document.getElementById('viewer');

const near = new IntersectionObserver(entries => {
  for (const {isIntersecting, target} of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    target.src = target.later;
  }
}, {rootMargin: '600px'});

async function open() {
  const pictures = await (await fetch(viewer.dataset.pictures)).json();
  viewer.replaceChildren(...pictures.map(({address, width, height}, number) => {
    const picture = new Image(width, height);
    picture.alt = `${number + 1}`;
    picture.later = address;
    near.observe(picture);
    return picture;
  }));
}

open();
