// The file is a paper to read; its first button tells the story on the whole window, and the way out is back on paper.
addEventListener("DOMContentLoaded", () => {
  const root = document.querySelector(".player"), begin = document.querySelector(".present");
  let player;
  const present = () => {
    root.hidden = false;
    const at = player?.at();
    player = new Player(root, { at, leave: () => { player.stop(); root.hidden = true; begin.focus(); } });
  };
  begin.addEventListener("click", present);
  if (location.hash === IN_PRESENTERS) present();
});
