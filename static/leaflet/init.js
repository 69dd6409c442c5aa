// folium writes markers without an icon path; without this line Leaflet asks for "leafletmarker-icon.png" beside the page.
L.Icon.Default.imagePath = new URL("images/", document.currentScript.src).href;
